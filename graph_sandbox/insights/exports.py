"""A report as a file: columns, names, CSV and the table format of .xls. Insights API, export, line 12092; parameters, line 15831."""

import csv
import html
import io
import json
import re
from typing import Any
from urllib.parse import quote, urlencode

from .. import errors
from ..request import Request
from ..response import Response
from ..store import Stored
from . import columns

FORMATS = ("csv", "xls")
PARAMETERS = ("export_columns", "export_format", "export_name")


def checked(request: Request, fields: tuple[str, ...]) -> dict[str, Any]:
    """What a run keeps of its export; the columns are its fields unless they are named."""
    found: dict[str, Any] = {}
    if (kind := request.text("export_format")) is not None:
        found["export_format"] = _format(kind, "export_format")
        found["export_columns"] = list(fields)
    if names := [str(name) for name in request.list("export_columns")]:
        for name in names:
            if not columns.known(name):
                raise errors.invalid(f"{name} is not valid for export_columns param", blame="export_columns")
        found["export_columns"] = names
    if title := request.text("export_name"):
        found["export_name"] = title
    return found


def _format(kind: str, parameter: str) -> str:
    if kind not in FORMATS:
        raise errors.invalid(f"Param {parameter} must be one of {{{', '.join(FORMATS)}}}", blame=parameter)
    return kind


def address(base: str, run: Stored) -> str:
    kind, name = run["export_format"], run.get("export_name", f"report-{run.id}")
    asked = urlencode({"report_run_id": run.id, "name": name, "format": kind})
    return f"{base}/ads/ads_insights/export_report?{asked}"


def file(rows: list[dict[str, Any]], run: Stored, kind: str, name: str) -> Response:
    kind = _format(kind, "format")
    chosen = run.get("export_columns") or list(dict.fromkeys(key for row in rows for key in row))
    chosen += [key for key in dict.fromkeys(key for row in rows for key in row) if key not in chosen and _is_key(key)]
    table = [chosen, *([_text(row.get(column)) for column in chosen] for row in rows)]
    safe = re.sub(r"[^\w .-]", "_", name)[:100]
    plain = safe.encode("ascii", "replace").decode().replace("?", "_")
    titles = f"filename=\"{plain}.{kind}\"; filename*=UTF-8''{quote(safe)}.{kind}"
    headers = {"Content-Disposition": f"attachment; {titles}"}
    if kind == "csv":
        out = io.StringIO()
        csv.writer(out).writerows(table)
        return Response(body=out.getvalue().encode(), headers={"Content-Type": "text/csv; charset=utf-8", **headers})
    return Response(body=_sheet(table), headers={"Content-Type": "application/vnd.ms-excel", **headers})


def _is_key(name: str) -> bool:
    """Days and cells of breakdowns tell rows apart, so they are never left out."""
    return name in columns.ALWAYS or name in columns.breakdowns.HOLDERS


def _text(value: Any) -> str:
    return json.dumps(value) if isinstance(value, (list, dict)) else "" if value is None else str(value)


def _sheet(table: list[list[str]]) -> bytes:
    """One sheet in the XML that spreadsheets of 2003 and later open as .xls."""
    rows = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{html.escape(cell)}</Data></Cell>' for cell in row) + "</Row>"
        for row in table
    )
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Workbook xmlns="{space}" xmlns:ss="{space}">'
        f'<Worksheet ss:Name="Report"><Table>{rows}</Table></Worksheet></Workbook>'
    ).encode()
