{{- define "billing-operator.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "billing-operator.fullname" -}}
{{- $name := include "billing-operator.name" . }}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
{{- else if contains $name .Release.Name }}
{{- .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "billing-operator.serviceAccountName" -}}
{{- .Values.serviceAccount.name | default (include "billing-operator.fullname" .) }}
{{- end }}

{{- define "billing-operator.selectorLabels" -}}
app.kubernetes.io/name: {{ include "billing-operator.name" . | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end }}

{{- /* What the chart says of every object. It cannot be overruled. */}}
{{- define "billing-operator.ownLabels" -}}
{{ include "billing-operator.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | quote }}
{{- end }}

{{- /* The metadata of an object: root, name, and where it has them clusterScoped, labels and annotations. */}}
{{- define "billing-operator.metadata" -}}
{{- $root := .root }}
{{- $own := include "billing-operator.ownLabels" $root | fromYaml }}
{{- $labels := mergeOverwrite dict ($root.Values.commonLabels | default dict) (.labels | default dict) $own }}
{{- $annotations := mergeOverwrite dict ($root.Values.commonAnnotations | default dict) (.annotations | default dict) }}
{{- $metadata := dict "name" .name "labels" $labels }}
{{- if not .clusterScoped }}{{ $_ := set $metadata "namespace" $root.Release.Namespace }}{{ end }}
{{- if $annotations }}{{ $_ := set $metadata "annotations" $annotations }}{{ end }}
{{- toYaml $metadata }}
{{- end }}

{{- define "billing-operator.image" -}}
{{- with .Values.image.registry }}{{ trimSuffix "/" . }}/{{ end }}
{{- .Values.image.repository }}
{{- if .Values.image.digest }}@{{ .Values.image.digest }}{{ else }}:{{ .Values.image.tag | default .Chart.AppVersion }}{{ end }}
{{- end }}

{{- /* What is billed stays when the release goes, and so does the right to look after it. */}}
{{- define "billing-operator.kept" -}}
{{- if .Values.crds.keep }}helm.sh/resource-policy: keep{{ end }}
{{- end }}

{{- /* What the operator's pod and the one of helm test have alike. */}}
{{- define "billing-operator.pod" -}}
serviceAccountName: {{ include "billing-operator.serviceAccountName" . | quote }}
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.podSecurityContext }}
securityContext:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.extraVolumes }}
volumes:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . | quote }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- /* What their containers have alike. */}}
{{- define "billing-operator.container" -}}
image: {{ include "billing-operator.image" . | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
env:
  - name: POD_NAME
    valueFrom:
      fieldRef:
        fieldPath: metadata.name
  - name: POD_NAMESPACE
    valueFrom:
      fieldRef:
        fieldPath: metadata.namespace
  {{- with .Values.operator.extraEnv }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with .Values.resources }}
resources:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.securityContext }}
securityContext:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.extraVolumeMounts }}
volumeMounts:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- /* The release that an object of the cluster belongs to, as namespace/name; nothing where it belongs to none. */}}
{{- define "billing-operator.ownerOf" -}}
{{- $annotations := .metadata.annotations | default dict }}
{{- $labels := .metadata.labels | default dict }}
{{- if eq (get $labels "app.kubernetes.io/managed-by") "Helm" }}
{{- with index $annotations "meta.helm.sh/release-name" }}{{ index $annotations "meta.helm.sh/release-namespace" }}/{{ . }}{{ end }}
{{- end }}
{{- end }}

{{- /* The command that lets this release take over objects: root and objects. */}}
{{- define "billing-operator.takeOver" -}}
{{- $objects := join " " .objects }}
{{- $release := .root.Release }}
{{- printf "kubectl label --overwrite -n %s %s app.kubernetes.io/managed-by=Helm && kubectl annotate --overwrite -n %s %s meta.helm.sh/release-name=%s meta.helm.sh/release-namespace=%s" $release.Namespace $objects $release.Namespace $objects $release.Name $release.Namespace }}
{{- end }}
