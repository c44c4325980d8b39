# What runs in a council's subscription: Python, what runtime.txt locks, and Faircopy; no tests, no stand-ins, no tools.
#
# The base is a name, and not a digest, because a council builds from its own mirror: give BASE there, with a digest.
ARG BASE=python:3.11-slim-bookworm

FROM ${BASE} AS build
COPY requirements/runtime.txt /build/runtime.txt
# Wheels alone and each with its hash: nothing is compiled here, and nothing else than what was tested comes in.
RUN ["python", "-m", "pip", "install", "--no-cache-dir", "--no-compile", "--only-binary=:all:", "--require-hashes", "--target=/build/site", "-r", "/build/runtime.txt"]
COPY . /build/app
# Byte code of what a start loads, and of no more: the file system is read-only later, and the rest would double the size.
RUN ["python", "/build/app/infra/container/warm.py", "/build/app", "/build/site"]

FROM ${BASE}
# Nothing is installed into it any more.
RUN ["python", "-m", "pip", "uninstall", "--yes", "--quiet", "--root-user-action=ignore", "setuptools", "wheel", "pip"]
COPY --from=build /build/site /opt/site
COPY --from=build /build/app /opt/faircopy
# Everything belongs to root and is read by others; nobody's home, nothing to write to.
USER 65532:65532
WORKDIR /opt/faircopy
# Unbuffered, so that a killed container's last line is not lost; hash-based byte code is not compared at each start.
ENV PYTHONPATH=/opt/site PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 FAIRCOPY_HOST=0.0.0.0
EXPOSE 3978
STOPSIGNAL SIGTERM
# The program itself is process 1, so that SIGTERM reaches it. `check` and `exit` are its other words.
ENTRYPOINT ["python", "app.py"]
