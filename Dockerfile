# One image for web, worker, clock and every command: `docker run … amends web`.
# docs/operations.md says how to run it; `make image-steps` carries these steps out in an empty folder.

FROM node:24-slim AS front
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM python:3.11-slim-trixie AS build
WORKDIR /srv/amends
RUN python -m venv --without-pip /srv/venv
COPY requirements-production.txt ./
# Wheels only: no stage needs a compiler, and nothing a package's author wrote runs while it is installed. What pip
# keeps for later stays in this stage.
# hadolint ignore=DL3042
RUN python -m pip --python /srv/venv/bin/python install --quiet --disable-pip-version-check \
    --only-binary=:all: --require-hashes -r requirements-production.txt && rm requirements-production.txt
COPY platform platform
COPY tenants tenants
COPY templates templates
COPY web web
COPY workers workers
COPY --from=front /build/node_modules /srv/node_modules
# Nothing can be written later, so Python compiles now.
RUN PYTHONPATH=/srv/amends:/srv/amends/platform /srv/venv/bin/python -m web.assets /srv/node_modules \
    && /srv/venv/bin/python -m compileall -q /srv/amends

FROM python:3.11-slim-trixie
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Amends" \
    org.opencontainers.image.description="Complaint handling for many organisations" \
    org.opencontainers.image.licenses="Apache-2.0" \
    org.opencontainers.image.version="$VERSION" \
    org.opencontainers.image.revision="$REVISION"
# pg_dump and pg_restore for `amends backup` and `amends restore`; Debian's is of PostgreSQL 17.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /srv/venv /srv/venv
COPY --from=build /srv/amends /srv/amends
WORKDIR /srv/amends
ENV PATH=/srv/venv/bin:$PATH PYTHONPATH=/srv/amends:/srv/amends/platform \
    PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    AMENDS_MODE=production AMENDS_HOST=0.0.0.0 PORT=8000 AMENDS_MONITOR_HOST=0.0.0.0 AMENDS_MONITOR_PORT=9000
# By number, so that an orchestrator can see that it is not root; owns no file and needs to write to /tmp only.
USER 10001:10001
EXPOSE 8000 9000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["python", "-c", \
    "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ['AMENDS_MONITOR_PORT'] + '/healthz', timeout=4)"]
ENTRYPOINT ["python", "-m", "amends_cli"]
CMD ["web"]
