"""What the description of the interface says besides what FastAPI finds in the functions."""

from typing import Any

from fastapi import FastAPI

CERTIFICATE = "certificate"
_CERTIFICATE = {
    "type": "mutualTLS",
    "description": "The client certificate that enrolment gave, of the district's own authority.",
}
_RETRY = {"Retry-After": {"description": "Seconds to wait", "schema": {"type": "integer"}}}
_PACKED = {
    "name": "Content-Encoding",
    "in": "header",
    "required": False,
    "description": "`zstd` for a body that is packed.",
    "schema": {"type": "string", "enum": ["zstd"]},
}


def describe(app: FastAPI, without_certificate: str) -> None:
    """Completes it: who may ask, when to come again, how a body may be packed."""
    found = app.openapi()
    found["components"].setdefault("securitySchemes", {})[CERTIFICATE] = _CERTIFICATE
    for path, methods in found["paths"].items():
        for method in methods.values():
            if path != without_certificate:
                method["security"] = _also(method.get("security"))
            for status in ("429", "503"):
                method["responses"][status]["headers"] = _RETRY
            if "requestBody" in method:
                method.setdefault("parameters", []).append(_PACKED)


def _also(security: list[dict[str, Any]] | None) -> list[dict[str, Any]]:
    """The certificate, with whatever else is needed."""
    return [{CERTIFICATE: [], **one} for one in security or [{}]]
