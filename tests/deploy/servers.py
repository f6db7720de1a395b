"""The servers of an arrangement on several hosts (多机部署): PostgreSQL by the guide, PgBouncer, nginx, S3."""

import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import psycopg2
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.soak.machinery import HOST, ROOT, Started, free_port, listens, server_programs, wait_for

from .guide import follow

PACKAGES = {"nginx": "nginx", "pgbouncer": "pgbouncer", "redis-server": "redis-server"}
SECRETS = {"OWNER_PASSWORD": "owner-of-the-soak", "REPLICATION_PASSWORD": "copy-of-the-soak", "POOL_PASSWORD": "pool"}
PORTAL_PASSWORD = "portal-of-the-soak"
BUCKET = "portal"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def missing_packages() -> list[str]:
    """Return the Debian packages that a machine lacks for these tests."""
    lacking = [package for program, package in PACKAGES.items() if shutil.which(program, path=PATH) is None]
    return [*lacking, *([] if server_programs() else ["postgresql"])]


def database_user() -> str:
    """Return the user of the system whose servers these are: PostgreSQL refuses root."""
    return "postgres" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name


class Place:
    """A folder that the database's user may enter, with deploy/ as the guide expects it."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="portal-hosts-"))
        self.folder.chmod(0o755)
        self.user = database_user()
        shutil.copytree(
            ROOT / "deploy", self.folder / "deploy", ignore=shutil.ignore_patterns("secrets", "__pycache__")
        )

    def own(self, name: str) -> Path:
        """Make a folder that belongs to the database's user."""
        made = self.folder / name
        made.mkdir(mode=0o700)
        if os.getuid() == 0:
            shutil.chown(made, self.user, self.user)
        return made

    def away(self) -> None:
        """Take it away."""
        shutil.rmtree(self.folder, ignore_errors=True)


class Cluster:
    """A PostgreSQL cluster with a data folder and a port, led by blocks of the guide."""

    def __init__(self, place: Place, name: str, wal: Path) -> None:
        programs = server_programs()
        assert programs is not None
        self.place, self.data, self.port = place, place.own(name), free_port()
        self.sockets = place.folder / "sockets"
        if not self.sockets.exists():
            place.own("sockets")
        self.values = {
            "PATH": f"{programs}:{PATH}", "PGDATA": str(self.data), "PGPORT": str(self.port), "WAL": str(wal),
            "PGHOST": str(self.sockets), "PGUSER": place.user, "LISTEN": "127.0.0.1", "INSIDE": "127.0.0.1/32",
            **SECRETS,
        }  # fmt: skip

    def follow(self, page: str, step: str, **more: str) -> str:
        """Run a block of a page here."""
        return follow(page, step, user=self.place.user, folder=self.place.folder, values=self.values | more)

    def make(self) -> None:
        """Make the empty cluster that the guide begins with, and start it."""
        words = ["initdb", "-D", str(self.data), "-U", self.place.user, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        self._run([*words, "--auth-local=peer", "--auth-host=scram-sha-256"])
        with (self.data / "postgresql.conf").open("a") as lines:
            lines.write(f"unix_socket_directories = '{self.sockets}'\n")
        self.control("start")

    def control(self, verb: str, *more: str) -> None:
        """Start or stop it (pg_ctl)."""
        self._run(["pg_ctl", "-D", str(self.data), "-w", "-l", str(self.data / "server.log"), *more, verb])

    def _run(self, command: list[str]) -> None:
        user = self.place.user
        other = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"] if os.getuid() == 0 else []
        done = subprocess.run(
            [*other, *command], cwd="/", env=self.values, text=True, timeout=120,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{command[0]}: {done.stdout[-2000:]}")

    def stop(self) -> None:
        """End it at once where it runs: what stays is thrown away."""
        if (self.data / "postmaster.pid").exists():
            self.control("stop", "-m", "immediate")

    def url(self, database: str = "portal") -> str:
        """Return the address for the owner of the tables."""
        return f"postgres://portal_owner@127.0.0.1:{self.port}/{database}"

    def administer(self, sql: str) -> None:
        """Run a statement as the user who may do everything."""
        self._run(["psql", "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-c", sql])

    def rows(self, sql: str, database: str = "portal") -> list[tuple[object, ...]]:
        """Return the rows of a statement, asked by the owner over a connection of its own."""
        return asked(self.port, "portal_owner", SECRETS["OWNER_PASSWORD"], sql, database)

    def one(self, sql: str, database: str = "portal") -> object:
        """Return the one value of a statement."""
        return self.rows(sql, database)[0][0]


def asked(port: int, user: str, password: str, sql: str, database: str = "portal") -> list[tuple[object, ...]]:
    """Return the rows of one statement over a connection of its own, without the start options of the tests."""
    words = {"host": "127.0.0.1", "user": user, "password": password, "dbname": database, "options": ""}
    line = psycopg2.connect(port=port, connect_timeout=5, **words)
    try:
        line.autocommit = True
        with line.cursor() as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall()) if cursor.description else []
    finally:
        line.close()


class Pool:
    """PgBouncer with the configuration that the guide makes of deploy/pgbouncer.ini."""

    def __init__(self, place: Place, cluster: Cluster, password_file: Path) -> None:
        self.place, self.folder, self.port = place, place.own("pool"), free_port()
        self.values = {
            "PATH": PATH, "POOL": str(self.folder), "POOL_PORT": str(self.port), **SECRETS,
            "PORTAL_PASSWORD_FILE": str(password_file),
        }  # fmt: skip
        self._follow("pool", cluster)
        user = place.user
        other = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"] if os.getuid() == 0 else []
        command = [*other, "pgbouncer", str(self.folder / "pgbouncer.ini")]
        self.process = Started("pgbouncer", command, {"PATH": PATH}, place.folder)
        self.url = f"postgres://portal@127.0.0.1:{self.port}/portal"

    def _follow(self, step: str, cluster: Cluster) -> None:
        more = {"PRIMARY": "127.0.0.1", "PRIMARY_PORT": str(cluster.port)}
        follow("hosts.md", step, user=self.place.user, folder=self.place.folder, values=self.values | more)

    def start(self) -> None:
        """Start it and wait until it listens."""
        self.process.start()
        wait_for("PgBouncer", lambda: listens("127.0.0.1", self.port))

    def point_to(self, cluster: Cluster) -> None:
        """Lead the portal to another database server, as the guide says."""
        self._follow("repoint", cluster)


class Front:
    """nginx with deploy/nginx.conf on free ports and a certificate of its own."""

    def __init__(self, place: Place, ports: list[int], *, inside: Path | None = None) -> None:
        """Write the settings; `inside` is the certificate that the portals must show, none where they speak HTTP."""
        self.folder, self.port, self.plain = place.folder / "front", free_port(), free_port()
        self.folder.mkdir()
        make_certificate(self.folder)
        text = self._portal(ports)
        if inside is not None:
            shutil.copy(inside, self.folder / "inside.crt")
            text = text.replace("# tls: ", "").replace("proxy_pass http://", "proxy_pass https://")
        (self.folder / "portal.conf").write_text(text, encoding="utf-8")
        user = "user root;" if os.getuid() == 0 else ""
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        paths = "".join(f"{kind}_temp_path {self.folder}/{kind};\n" for kind in kinds)
        (self.folder / "nginx.conf").write_text(
            f"{user}\ndaemon off;\npid {self.folder}/pid;\nerror_log {self.folder}/error.log;\n"
            f"events {{}}\nhttp {{\n{paths}include {self.folder}/portal.conf;\n}}\n"
        )
        words = [
            "nginx",
            "-p",
            str(self.folder),
            "-c",
            str(self.folder / "nginx.conf"),
            "-e",
            f"{self.folder}/error.log",
        ]
        self.test = subprocess.run([*words, "-t"], env={"PATH": PATH}, capture_output=True, text=True, timeout=30)
        self.process = Started("nginx", words, {"PATH": PATH}, self.folder)

    def _portal(self, ports: list[int]) -> str:
        text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
        servers = "\n".join(f"    server 127.0.0.1:{port} max_fails=2 fail_timeout=5s;" for port in ports)
        text = re.sub(r"    server 127\.0\.0\.1:8000 [^\n]*\n    # server [^\n]*", servers, text)
        changes = {
            "listen 80;": f"listen 127.0.0.1:{self.plain};", "listen 443 ssl;": f"listen 127.0.0.1:{self.port} ssl;",
            "portal.example.gov.cn": HOST, "/etc/nginx/tls": str(self.folder), "/var/log/nginx": str(self.folder),
            "portal.inside": HOST,
        }  # fmt: skip
        for old, new in changes.items():
            assert old in text, old
            text = text.replace(old, new)
        return text

    def start(self) -> None:
        """Start it and wait until it listens."""
        self.process.start()
        wait_for("nginx", lambda: listens("127.0.0.1", self.port))


def make_certificate(folder: Path) -> None:
    """Write a certificate for the host of the tests, signed by itself, valid for a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    begins = datetime.now(UTC) - timedelta(hours=1)
    names = x509.SubjectAlternativeName([x509.DNSName(HOST), x509.IPAddress(ip_address("127.0.0.1"))])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(begins)
    made = made.not_valid_after(begins + timedelta(days=1)).add_extension(names, critical=False)
    (folder / "portal.crt").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    private = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "portal.key").write_bytes(key.private_bytes(serialization.Encoding.PEM, *private))


class Store:
    """An S3-compatible server over HTTP, in a process of its own."""

    def __init__(self, place: Place) -> None:
        self.port = free_port()
        words = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)]
        self.process = Started("s3", words, {"PATH": PATH, "HOME": str(place.folder)}, place.folder)
        self.endpoint = f"http://127.0.0.1:{self.port}"
        self.settings = {
            "S3_BUCKET": BUCKET, "S3_ENDPOINT_URL": self.endpoint, "S3_REGION": "us-east-1",
            "S3_ACCESS_KEY": "soak", "S3_SECRET_KEY": "secret-of-the-soak",
        }  # fmt: skip

    def client(self):
        """Return a client of the bucket's own protocol."""
        import boto3

        return boto3.client(
            "s3", endpoint_url=self.endpoint, region_name="us-east-1",
            aws_access_key_id="soak", aws_secret_access_key="secret-of-the-soak",
        )  # fmt: skip

    def start(self) -> None:
        """Start it with an empty bucket."""
        self.process.start()
        wait_for("S3", lambda: listens("127.0.0.1", self.port))
        self.client().create_bucket(Bucket=BUCKET)

    def names(self, bucket: str = BUCKET) -> dict[str, str]:
        """Return the name of every file with the hash that the server tells."""
        found: dict[str, str] = {}
        for page in self.client().get_paginator("list_objects_v2").paginate(Bucket=bucket):
            found |= {one["Key"]: one["ETag"] for one in page.get("Contents", [])}
        return found
