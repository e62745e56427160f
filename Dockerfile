# syntax=docker/dockerfile:1
# docker build --build-arg VERSION=0.1.0 --build-arg "REVISION=$(git rev-parse HEAD)" --tag billing-operator:0.1.0 .
# It builds for the machine that it runs on, amd64 or arm64. hack/image.sh makes the like of it without an engine.

# On the distribution that it will run on: a native program needs a C library no older than the one it was linked with.
FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
WORKDIR /repository

# A linker, and the time zones for the image, the old names such as US/Pacific among them.
RUN apt-get update && \
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends gcc libc6-dev tzdata tzdata-legacy && \
    rm -rf /var/lib/apt/lists/*

# Restored first, so that a change of the code alone does not restore again.
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY src/BillingOperator/*.csproj src/BillingOperator/packages.lock.json src/BillingOperator/
COPY src/BillingOperator.Api/*.csproj src/BillingOperator.Api/packages.lock.json src/BillingOperator.Api/
COPY src/BillingOperator.Billing/*.csproj src/BillingOperator.Billing/packages.lock.json src/BillingOperator.Billing/
COPY src/BillingOperator.ControllerRuntime/*.csproj src/BillingOperator.ControllerRuntime/packages.lock.json src/BillingOperator.ControllerRuntime/
COPY src/BillingOperator.Controllers/*.csproj src/BillingOperator.Controllers/packages.lock.json src/BillingOperator.Controllers/
COPY src/BillingOperator.Kubernetes/*.csproj src/BillingOperator.Kubernetes/packages.lock.json src/BillingOperator.Kubernetes/
COPY src/BillingOperator.Manifests/*.csproj src/BillingOperator.Manifests/packages.lock.json src/BillingOperator.Manifests/
COPY src/BillingOperator.Storage/*.csproj src/BillingOperator.Storage/packages.lock.json src/BillingOperator.Storage/
# The lock files are those of amd64. Elsewhere they are made anew, with the same central versions.
RUN dotnet restore src/BillingOperator -p:RuntimeIdentifiers="linux-$(dpkg --print-architecture | sed s/amd64/x64/)" \
    "$([ "$(dpkg --print-architecture)" = amd64 ] && echo --locked-mode || echo --force-evaluate)"

COPY src src
ARG REVISION=unknown
RUN dotnet publish src/BillingOperator --configuration Release --no-restore --output /app \
    --runtime "linux-$(dpkg --print-architecture | sed s/amd64/x64/)" -p:SourceRevisionId="$REVISION"

# No shell, no package manager and no ICU: the program needs the C library, certificates, OpenSSL and the time zones.
FROM mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled
COPY --from=build /usr/share/zoneinfo /usr/share/zoneinfo
COPY --from=build /app /app
# No diagnostics socket: it would have to be written to a file system that is read-only.
# 8 MiB of new objects between two collections: the default follows the processor's cache, and where that is said to be
# 1 MiB, collecting all the time took a fifth of the speed. Only an environment variable can set it.
# A home for users that /etc/passwd does not have: without one, .NET opens no TLS connection.
ENV DOTNET_EnableDiagnostics=0 \
    DOTNET_GCgen0size=0x800000 \
    HOME=/ \
    PATH=/app:/usr/bin
ARG VERSION=unknown REVISION=unknown CREATED=1970-01-01T00:00:00Z
LABEL org.opencontainers.image.title=billing-operator \
    org.opencontainers.image.description="PureConnect billing configuration as Kubernetes resources, and the billing process that uploads to S3" \
    org.opencontainers.image.licenses=Apache-2.0 \
    org.opencontainers.image.version="$VERSION" \
    org.opencontainers.image.revision="$REVISION" \
    org.opencontainers.image.created="$CREATED"
# Any other user will do as well: the program writes no file.
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["billing-operator"]
CMD ["controller"]
