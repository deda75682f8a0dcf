from dataclasses import replace

from counter_app.certificates.preview import page_images
from counter_app.certificates.render import render_certificate
from tests.certificates.papers import PLAIN, history


def test_pages_come_as_pixels_of_the_width_asked_for() -> None:
    images = page_images(render_certificate(replace(PLAIN, tables=history(40))), 480)
    assert len(images) == 3
    for image in images:
        assert (image.width, image.height) == (480, 679)
        assert len(image.pixels) == image.stride * image.height
        assert image.pixels[:3] == b"\xff\xff\xff"


def test_red_comes_first() -> None:
    """The seal is the only strong colour on the page."""
    (image,) = page_images(render_certificate(PLAIN), 480)
    pixels = zip(image.pixels[0::4], image.pixels[2::4], strict=True)
    assert max(red - blue for red, blue in pixels) > 100
