"""Whether a window can open here; asked before Qt is, which ends the process when it cannot."""

from collections.abc import Callable, Mapping

from counter_app.errors import Refusal

UNSEEN = frozenset({"offscreen", "minimal"})
"""Platforms of Qt whose windows nobody sees."""


def has_display(environment: Mapping[str, str], platform: str) -> bool:
    """Whether a window opened here would be seen."""
    try:
        require_display(environment, platform)
    except Refusal:
        return False
    return environment.get("QT_QPA_PLATFORM") not in UNSEEN


def require_display(environment: Mapping[str, str], platform: str) -> None:
    """Raises Refusal cli.no_display, cli.display_unreachable where Qt on Linux would find none."""
    asked = (environment.get("QT_QPA_PLATFORM") or "xcb;wayland").split(";")
    plugins = {plugin.partition(":")[0] for plugin in asked}
    if platform != "linux" or not plugins <= _SYSTEMS.keys():
        return
    systems = [_SYSTEMS[plugin] for plugin in sorted(plugins, reverse=True)]
    named = [(environment[name], reach) for name, reach in systems if environment.get(name)]
    if not named:
        raise Refusal("cli.no_display")
    if not any(reach(display.encode()) for display, reach in named):
        raise Refusal("cli.display_unreachable", display=named[0][0])


def _x11(display: bytes) -> bool:
    from ctypes import CDLL, c_void_p  # noqa: PLC0415 - only a window waits for it to load

    try:
        xcb = CDLL("libxcb.so.1")
    except OSError:
        return False  # then Qt's plugin cannot load either
    xcb.xcb_connect.restype = c_void_p
    connection = c_void_p(xcb.xcb_connect(display, None))
    failed = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not failed


def _wayland(display: bytes) -> bool:
    from ctypes import CDLL, c_void_p  # noqa: PLC0415 - only a window waits for it to load

    try:
        wayland = CDLL("libwayland-client.so.0")
    except OSError:
        return False
    wayland.wl_display_connect.restype = c_void_p
    connection = wayland.wl_display_connect(display)
    if connection:
        wayland.wl_display_disconnect(c_void_p(connection))
    return bool(connection)


_SYSTEMS: dict[str, tuple[str, Callable[[bytes], bool]]] = {
    "xcb": ("DISPLAY", _x11),
    "wayland": ("WAYLAND_DISPLAY", _wayland),
}
"""By Qt's plugin: what names a display, and whether the system's own library reaches it."""
