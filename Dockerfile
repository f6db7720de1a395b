# One image for the portal, the worker and beat; built without any address but the base image and the package index.
FROM node:22-slim AS assets
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --silent

FROM python:3.12-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DJANGO_SETTINGS_MODULE=newmedia_portal.settings.prod \
    VAR_DIR=/srv/portal/var MEDIA_ROOT=/srv/portal/media TZ=Asia/Shanghai
RUN groupadd --gid 10001 portal && useradd --uid 10001 --gid portal --home-dir /srv/portal --create-home portal
WORKDIR /srv/portal/app
# With single sign-on or files in S3: --build-arg REQUIREMENTS=requirements-sso.txt or requirements-s3.txt
ARG REQUIREMENTS=requirements.txt
COPY requirements.txt requirements-sso.txt requirements-s3.txt ./
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r "$REQUIREMENTS"
COPY . .
COPY --from=assets /build/node_modules /tmp/node_modules
RUN python scripts/assets.py --from /tmp/node_modules \
    && SECRET_KEY=only-while-the-image-is-built-0123456789-0123456789-0123456789 ALLOWED_HOSTS=localhost \
       python manage.py collectstatic --noinput -v 0 \
    && mkdir -p "$MEDIA_ROOT" && chown -R portal:portal /srv/portal/var "$MEDIA_ROOT"
USER portal
EXPOSE 8000
CMD ["gunicorn", "--config", "deploy/gunicorn.conf.py", "--bind", "0.0.0.0:8000", "newmedia_portal.wsgi:application"]
