# What each rule must find (ruleid) and must leave alone (ok). Never imported, never run.


def statements(request, cursor, rows, form):
    # ruleid: request-into-statement
    cursor.execute("SELECT * FROM t WHERE name = '" + request.GET["name"] + "'")
    name = request.POST["name"].strip()
    # ruleid: request-into-statement
    cursor.execute(f"SELECT * FROM t WHERE name = '{name}'")
    # ruleid: request-into-statement
    rows.raw("SELECT * FROM t ORDER BY %s" % form.cleaned_data["order"])
    # ok: request-into-statement
    cursor.execute("SELECT * FROM t WHERE name = %s", [name])


def markup(request):
    words = request.GET.get("words", "")
    # ruleid: request-into-markup
    mark_safe("<b>" + words + "</b>")
    # ok: request-into-markup
    mark_safe("<b>" + escape(words) + "</b>")
    # ok: request-into-markup
    format_html("<b>{}</b>", words)


def redirects(request):
    place = request.GET["next"]
    if url_has_allowed_host_and_scheme(place, allowed_hosts=None):
        # ok: request-into-redirect
        return redirect(place)
    # ok: request-into-redirect
    redirect("list", request.GET["page"])
    # ok: request-into-redirect
    redirect(f"{reverse('list')}?page={request.GET['page']}")
    # ok: request-into-redirect
    redirect(saved(request.POST["name"]))
    # ruleid: request-into-redirect
    redirect(request.POST.get("next", "/"))
    # ruleid: request-into-redirect
    redirect(f"{place}?done=1")
    # ruleid: request-into-redirect
    return redirect(place)


def places(request):
    # ruleid: request-into-path
    open("/srv/" + request.GET["file"])
    # ok: request-into-path
    open(f"/srv/{int(request.GET['file'])}")


def programs(request):
    # ruleid: request-into-command
    subprocess.run(["convert", request.POST["size"]])
    # ok: request-into-command
    subprocess.run(["convert", "64x64"])


def addresses(request):
    # ruleid: request-into-address
    requests.get(request.POST["callback"])


def expressions(request):
    # ruleid: request-into-expression
    re.search(request.GET["q"], "text")
    # ok: request-into-expression
    re.search(re.escape(request.GET["q"]), "text")
    # ok: request-into-expression
    re.search("a+", request.GET["q"])


def attributes(request, thing, rows):
    # ruleid: request-into-attribute
    setattr(thing, request.POST["field"], "1")
    # ruleid: request-into-attribute
    rows.order_by(request.GET["sort"])
    # ok: request-into-attribute
    setattr(thing, "name", request.POST["name"])


def logs(request, form):
    # ruleid: secret-into-log
    logger.info("log-in with %s", form.cleaned_data["password"])
    # ruleid: secret-into-log
    logger.warning("refused: %s", request.POST)
    # ok: secret-into-log
    logger.info("log-in of %s", request.user.pk)


def loading(text, archive):
    # ruleid: unsafe-loading
    pickle.loads(text)
    # ruleid: unsafe-loading
    yaml.load(text)
    # ok: unsafe-loading
    yaml.safe_load(text)
    # ruleid: unsafe-loading
    archive.extractall()


# ruleid: protection-switched-off
@csrf_exempt
def unprotected(request):
    # ruleid: protection-switched-off
    requests.get("https://example.cn", verify=False)
    # ok: protection-switched-off
    requests.get("https://example.cn", timeout=3)


def secrets_of(random, secrets):
    # ruleid: guessable-secret
    reset_token = random.choice("abc")
    # ok: guessable-secret
    reset_token = secrets.token_urlsafe()
    # ok: guessable-secret
    colour = random.choice("abc")
