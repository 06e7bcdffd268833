# One image for web, worker, clock and the commands: `docker run … amends web`.
# Needs the settings of docs/settings.md; PostgreSQL, Redis, mail and the object store are elsewhere.

FROM node:20-slim AS front
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM python:3.12-slim AS build
WORKDIR /srv/amends
RUN python -m venv /srv/venv
COPY requirements.txt ./
RUN /srv/venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt
COPY platform platform
COPY tenants tenants
COPY templates templates
COPY web web
COPY workers workers
COPY --from=front /build/node_modules node_modules
RUN PYTHONPATH=/srv/amends:/srv/amends/platform /srv/venv/bin/python -m web.assets && rm -rf node_modules

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /srv/amends --no-create-home amends
COPY --from=build /srv/venv /srv/venv
COPY --from=build /srv/amends /srv/amends
WORKDIR /srv/amends
ENV PATH=/srv/venv/bin:$PATH PYTHONPATH=/srv/amends:/srv/amends/platform PYTHONUNBUFFERED=1 \
    AMENDS_MODE=production AMENDS_HOST=0.0.0.0 PORT=8000
USER amends
EXPOSE 8000
ENTRYPOINT ["python", "-m", "amends_cli"]
CMD ["web"]
