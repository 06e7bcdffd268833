"""The portal can be installed under the organisation's own name and colour."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from tests.web.conftest import Arrive
from tests.world import World


async def test_each_organisation_has_an_app_of_its_own(world: World, arrive: Arrive) -> None:
    async with world.as_owner("tenant") as owner:
        await owner.execute("UPDATE tenant SET colour = '#7a1f5c' WHERE id = $1", world.id)
    ours, theirs = arrive(), arrive(host=world.other.host)
    mine = (await ours.get("/manifest.webmanifest")).response.json()
    other = (await theirs.get("/manifest.webmanifest")).response.json()
    assert mine["name"] != other["name"]
    assert (mine["start_url"], mine["display"], mine["theme_color"]) == ("/portal", "standalone", "#7a1f5c")
    assert {each["sizes"] for each in mine["icons"]} >= {"192x192", "512x512"}
    for icon in mine["icons"]:
        answer = (await ours.get(icon["src"])).response
        picture = Image.open(BytesIO(answer.content))
        assert (answer.headers["content-type"], f"{picture.width}x{picture.height}") == (
            "image/png",
            icon["sizes"],
        )
        assert picture.convert("RGB").getpixel((0, 0)) == (0x7A, 0x1F, 0x5C)
        assert (await theirs.get(icon["src"])).response.status_code == 404
    assert (await ours.get("/app-icon/../../etc")).response.status_code == 404


async def test_it_speaks_the_readers_language(arrive: Arrive) -> None:
    names = [
        (await arrive(language=each).get("/manifest.webmanifest")).response.json()["name"]
        for each in ("zh", "en")
    ]
    assert names[0] != names[1]
