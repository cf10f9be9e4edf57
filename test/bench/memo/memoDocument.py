"""Writes the content that memoContent.ts has read from a memo, with python3-docx and Pillow.

usage: memoDocument.py CONTENT.json OUT.docx
Prints JSON: milliseconds in all, milliseconds for the photos, peak memory in KiB. Imports are not counted.
"""

import io
import json
import resource
import sys
import time

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Emu, Pt
from PIL import Image, ImageOps

# The longer side and the quality of the memo's own print copies.
SIDE = 1280
QUALITY = 82


def style_names(blocks):
    for block in blocks:
        if block["kind"] == "paragraph":
            yield block["style"]
        elif block["kind"] == "table":
            for row in block["rows"]:
                for cell in row:
                    yield from style_names(cell)


def add_styles(document, names):
    for name in sorted(set(names)):
        if name in document.styles:
            continue
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.font.name = "Times New Roman"
        style.font.size = Pt(16)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "仿宋")


def print_copy(path):
    with Image.open(path) as image:
        # Decodes at half the size where that suffices, as ours does.
        image.draft("RGB", (SIDE, SIDE))
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((SIDE, SIDE), Image.LANCZOS)
        copy = io.BytesIO()
        upright.convert("RGB").save(copy, "JPEG", quality=QUALITY)
    copy.seek(0)
    return copy


def write_cell(cell, blocks):
    for place, block in enumerate(blocks):
        if block["kind"] != "paragraph":
            continue
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph.style = block["style"]
        paragraph.add_run(block["text"])


def write_table(document, rows):
    table = document.add_table(rows=0, cols=max(len(row) for row in rows))
    table.style = "Table Grid"
    for row in rows:
        # One look-up a row: asking the table for each cell is what makes naive scripts slow.
        for cell, blocks in zip(table.add_row().cells, row):
            write_cell(cell, blocks)


def main():
    content_path, out = sys.argv[1:]
    started = time.perf_counter()
    with open(content_path, encoding="utf-8") as file:
        content = json.load(file)
    photos = iter(content["photos"])
    photo_time = 0.0
    document = Document()
    add_styles(document, style_names(content["blocks"]))
    for block in content["blocks"]:
        if block["kind"] == "paragraph":
            document.add_paragraph(block["text"], style=block["style"])
        elif block["kind"] == "table":
            write_table(document, block["rows"])
        else:
            begun = time.perf_counter()
            copy = print_copy(next(photos))
            photo_time += time.perf_counter() - begun
            run = document.add_paragraph().add_run()
            run.add_picture(copy, width=Emu(block["width"]), height=Emu(block["height"]))
    document.save(out)
    if next(photos, None) is not None:
        raise SystemExit("a photo was left over")
    print(
        json.dumps(
            {
                "milliseconds": (time.perf_counter() - started) * 1000,
                "photoMilliseconds": photo_time * 1000,
                "peakKiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
            }
        )
    )


main()
