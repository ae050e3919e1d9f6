"""How Pillow decodes small pictures: packages/images/src/pictures/pillow.reference.json.

Run once, by hand, where Pillow is installed (`pip install pillow`):

    python3 tools/reference/pictures.py > packages/images/src/pictures/pillow.reference.json

Pictures are drawn and written here. Pixels are grey for grey files, otherwise red, green, blue; rotated by EXIF, with a white background.
"""

import base64
import io
import json
import sys
from importlib.metadata import version

from PIL import Image, ImageOps

WIDTH, HEIGHT = 24, 16


def drawn(mode):
    """A smooth picture: decoders differ in how they enlarge halved colours, but hardly in smooth areas."""
    red = Image.linear_gradient("L").resize((WIDTH, HEIGHT))
    green = red.transpose(Image.Transpose.ROTATE_90).resize((WIDTH, HEIGHT))
    blue = Image.radial_gradient("L").resize((WIDTH, HEIGHT))
    rgb = Image.merge("RGB", (red, green, blue))
    if mode == "RGBA":
        return Image.merge("RGBA", (*rgb.point(lambda v: v // 2).split(), green))
    if mode == "LA":
        return Image.merge("LA", (red.point(lambda v: v // 2), green))
    if mode == "I;16":
        return Image.frombytes("I;16", (WIDTH, HEIGHT), b"".join((257 * v).to_bytes(2, "little") for v in red.tobytes()))
    if mode == "CMYK":
        return Image.merge("CMYK", (red, green, blue, red.point(lambda v: v // 4)))
    return rgb.convert(mode)


def exif(orientation):
    data = Image.Exif()
    data[0x0112] = orientation
    return data


CASES = {
    "JPEG, grey": ("L", "JPEG", {"quality": 95}),
    "JPEG, colours whole": ("RGB", "JPEG", {"quality": 95, "subsampling": 0}),
    "JPEG, colours halved across": ("RGB", "JPEG", {"quality": 95, "subsampling": 1}),
    "JPEG, colours halved both ways": ("RGB", "JPEG", {"quality": 95, "subsampling": 2}),
    "JPEG, progressive": ("RGB", "JPEG", {"quality": 95, "subsampling": 0, "progressive": True}),
    "JPEG, kept as red, green and blue": ("RGB", "JPEG", {"quality": 95, "keep_rgb": True}),
    "JPEG, CMYK": ("CMYK", "JPEG", {"quality": 95}),
    "JPEG, turned by EXIF": ("RGB", "JPEG", {"quality": 95, "subsampling": 0, "exif": exif(6)}),
    "JPEG, restart markers": ("L", "JPEG", {"quality": 95, "restart_marker_blocks": 1}),
    "PNG, a bit": ("1", "PNG", {}),
    "PNG, grey": ("L", "PNG", {}),
    "PNG, grey and alpha": ("LA", "PNG", {}),
    "PNG, sixteen bits": ("I;16", "PNG", {}),
    "PNG, a palette": ("P", "PNG", {}),
    "PNG, a palette of two bits": ("P", "PNG", {"bits": 2}),
    "PNG, colour": ("RGB", "PNG", {}),
    "PNG, colour and alpha": ("RGBA", "PNG", {}),
}


def seen(data):
    picture = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    if picture.mode in ("LA", "RGBA"):
        white = Image.new("RGBA", picture.size, "white")
        over = Image.alpha_composite(white, picture.convert("RGBA")).convert("RGB")
        picture = over.convert("L") if picture.mode == "LA" else over
    elif picture.mode == "I;16":
        picture = Image.frombytes("L", picture.size, picture.tobytes()[1::2])
    elif picture.mode in ("1", "L"):
        picture = picture.convert("L")
    else:
        picture = picture.convert("RGB")
    return picture


def main():
    cases = []
    for name, (mode, kind, options) in CASES.items():
        out = io.BytesIO()
        picture = drawn(mode)
        if options.pop("bits", None):
            picture = drawn("RGB").quantize(4)
        picture.save(out, kind, **options)
        read = seen(out.getvalue())
        cases.append(
            {
                "name": name,
                "input": base64.b64encode(out.getvalue()).decode(),
                "width": read.width,
                "height": read.height,
                "channels": len(read.getbands()),
                "pixels": base64.b64encode(read.tobytes()).decode(),
            }
        )
    json.dump({"versions": {"pillow": version("pillow")}, "cases": cases}, sys.stdout, indent=1)


main()
