"""Installing: what a browser asks for before it offers the home screen, with our icon."""

from tests.browser.device import Device

# Every test device is a private window, in which nothing is installed.
PRIVATE = {"in-incognito"}


def hindrances(device: Device) -> set[str]:
    """Why Chromium would not install what the tab in front shows."""
    devtools = device.context.new_cdp_session(device.page)
    found = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    return {error["errorId"] for error in found} - PRIVATE


def test_a_browser_offers_to_install_it_with_our_icon(device: Device) -> None:
    """Twin: the dull page that quick exit leads to has no manifest and offers nothing."""
    device.open("/sign-in").sees_heading("Sign in")
    assert hindrances(device) == set()
    devtools = device.context.new_cdp_session(device.page)
    assert devtools.send("Page.getAppManifest")["errors"] == []
    manifest = device.page.evaluate(
        "async () => (await fetch(document.querySelector('link[rel=manifest]').href)).json()"
    )
    assert (manifest["display"], manifest["start_url"]) == ("standalone", "/today")
    assert "maskable" in {icon["purpose"] for icon in manifest["icons"]}
    for icon in manifest["icons"]:
        size = device.page.evaluate(
            """(src) => new Promise((done, fail) => {
                const image = new Image();
                image.onload = () => done(`${image.naturalWidth}x${image.naturalHeight}`);
                image.onerror = fail;
                image.src = src;
            })""",
            icon["src"],
        )
        assert icon["sizes"] in {size, "any"}
    device.open("/measures.html").sees_heading("Kitchen measures")
    assert hindrances(device) == {"no-manifest"}
