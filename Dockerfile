# Three stages: the screens, the Python packages, and an image that holds both and no tool to build
# either. It runs as nobody in particular and writes to one place, /data.

FROM node:20-slim AS frontend
WORKDIR /src/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
# As in the Makefile: the locked versions by their hashes, nothing written back.
RUN npm install --no-save --no-progress
COPY frontend ./
RUN npm run build

FROM python:3.11-slim AS packages
WORKDIR /src
COPY requirements.lock ./
RUN python -m venv /opt/goldseam
RUN /opt/goldseam/bin/pip install --no-cache-dir --require-hashes -r requirements.lock

FROM python:3.11-slim
RUN useradd --system --uid 10001 --user-group --no-create-home goldseam
RUN install -d -o goldseam -g goldseam -m 0700 /data
WORKDIR /srv/goldseam
COPY --from=packages /opt/goldseam /opt/goldseam
COPY app app
COPY migrations migrations
COPY --from=frontend /src/frontend/build frontend/build
ENV PATH=/opt/goldseam/bin:/usr/local/bin:/usr/bin:/bin
ENV PYTHONUNBUFFERED=1
ENV PYTHONDONTWRITEBYTECODE=1
ENV GOLDSEAM_DATA=/data
ENV HOST=0.0.0.0
ENV PORT=8000
VOLUME /data
USER goldseam
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
	CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/api/health', timeout=3)"]
CMD ["python", "-m", "app"]
