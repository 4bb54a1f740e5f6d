"""Settings of one machine: ``kiosk.toml``, then the environment (``KIOSK_HUB__URL=…``)."""

import difflib
import ipaddress
import os
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict


class SettingsError(Exception):
    """The settings cannot be used; the message says which key and what would be right."""


def network(text: str) -> str:
    """An address or a network as it was given; raises `ValueError` if it is neither."""
    ipaddress.ip_network(text)
    return text


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


#: An Ed25519 public key: 32 bytes in base64.
PublicKey = Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]{43}=$")]
#: An address or a network, such as 192.0.2.1 or 10.0.0.0/8.
Network = Annotated[str, AfterValidator(network)]
ProcedureCode = Annotated[str, Field(pattern=r"^[1-3]\.\d{6}$")]


class Site(_Table):
    """Where the machine stands."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$")] = "demo-ward"
    name_vi: str = "Phường Sông Mây (đơn vị minh họa)"
    name_en: str = "Song May Ward (demonstration office)"
    profile: Literal["office", "building"] = "office"
    block: str = ""  # of the building, as notices name it; empty: serves all (a lobby)
    floor: str = ""
    services: str = "ward"  # a file of assets/services, or a path
    premises: str = ""  # a file of assets/premises, or a path; empty: the sample of the profile
    hotline: str = ""
    filing: Literal["portal", "prepare", "guide"] | None = None  # chosen at set-up, no default
    # Codes of procedures that an officer here has compared with the decision they come from. Where
    # this is set, also to [], other entries not yet verified are explained and not filled in.
    compared: frozenset[ProcedureCode] | None = None
    receiving: dict[str, str] = Field(default_factory=dict)  # catalogue office: portal office id
    content_keys: tuple[PublicKey, ...] = ()  # who else may sign notices: `kiosk content key`
    province: str = ""  # of this office, offered as an address, e.g. "Tỉnh Lào Cai"
    commune: str = ""


class Hub(_Table):
    """The office's hub, as the kiosk finds it and as the hub itself listens."""

    url: str = "http://127.0.0.1:8460"
    slot: Annotated[int, Field(ge=1, le=25)] = 1  # number range of this kiosk when cut off
    listen: str = "127.0.0.1:8460"
    db: str = "hub.db"  # relative to paths.data
    follow_url: str = ""  # base of the address in the ticket's QR; the hub's url if empty
    allow_kiosks: tuple[str, ...] = ()  # addresses other than loopback that may take numbers
    interleave: Annotated[int, Field(ge=1, le=20)] = 2  # priority calls, then another is due
    # Numbers, their follow pages and who called them; then day counts alone. 90 days: a deed of an
    # office may be complained about (Law 02/2011/QH13, article 9). 32: kiosks hand numbers in late.
    keep_days: Annotated[int, Field(ge=32, le=3650)] = 90
    announce: Literal["", "vi", "vi+en"] = ""  # boards speak the calls; empty: a chime only
    announce_times: Annotated[int, Field(ge=1, le=2)] = 1  # how often each call is spoken


class Portal(_Table):
    """The operator's central portal, as kiosks find it and as the portal itself listens."""

    url: str = ""  # empty: this machine sends no dossiers
    ca: str = ""  # PEM file of the portal's own authority; from enrolment if empty
    listen: str = "127.0.0.1:8470"
    db: str = "portal"  # the portal's folder, relative to paths.data
    # Proxies before the portal, by address or network: who they say asks is believed.
    trusted_proxies: tuple[Network, ...] = ()
    # Parts of deliveries that a kiosk began and never ended. Longer than a holiday of nine days and
    # a repair: a kiosk that comes later sends them again, from its own copy.
    unfinished_days: Annotated[int, Field(ge=14, le=365)] = 30


class Printer(_Table):
    """The slip printer; no url means that there is none."""

    url: str = ""
    profile: str = "generic-80mm"


class Scanner(_Table):
    """The code scanner; no url means that there is none."""

    url: str = ""  # tty:/dev/serial/by-id/NAME?baud=9600


class Camera(_Table):
    """The document camera; no url means that there is none."""

    url: str = ""  # /dev/v4l/by-id/NAME, or http://HOST/… for an MJPEG stream
    size: tuple[int, int] | None = None  # width and height to ask for; 2592 x 1944 if none
    empty_plate: Path | None = None  # picture of the empty plate, PNG or JPEG


class Voice(_Table):
    """Spoken guidance; no output means that there is none. Never a loudspeaker."""

    output: Annotated[str, Field(pattern=r"^(headphones|wav:.+)?$")] = ""  # wav:FOLDER for tests
    device: str = ""  # output of the sound system, as `aplay -L` names it; its default if empty
    vietnamese: Literal["vi", "vi-vn-x-central", "vi-vn-x-south"] = "vi"


class Screen(_Table):
    """The panel. Sizes on screen come from `mm_per_px`, never from constants."""

    mm_per_px: Annotated[float, Field(gt=0.05, lt=2.0)] = 0.2479  # 21.5" 1080x1920
    mount_mm: Annotated[int, Field(ge=0, le=2000)] = 800  # lower edge above the floor
    orientation: Literal["portrait", "landscape"] = "portrait"
    windowed: bool = False


class Paths(_Table):
    """Where the machine keeps its data."""

    data: Path = Field(
        default_factory=lambda: (
            Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local/share")) / "kiosk-mot-cua"
        )
    )


class Limits(_Table):
    """Waits, in seconds; each default carries its reason."""

    hub_timeout_s: Annotated[float, Field(gt=0, le=30)] = 1.5  # then the kiosk numbers itself
    idle_s: Annotated[float, Field(gt=0, le=600)] = 60.0  # WCAG 2.2.1: warned, then home
    print_s: Annotated[float, Field(gt=0, le=60)] = 6.0  # 10x a slip at 200 mm/s


class Settings(BaseSettings):
    """Everything one machine is told."""

    model_config = SettingsConfigDict(
        extra="forbid", frozen=True, env_prefix="KIOSK_", env_nested_delimiter="__"
    )

    site: Site = Site()
    hub: Hub = Hub()
    portal: Portal = Portal()
    printer: Printer = Printer()
    scanner: Scanner = Scanner()
    camera: Camera = Camera()
    voice: Voice = Voice()
    screen: Screen = Screen()
    paths: Paths = Field(default_factory=Paths)
    limits: Limits = Limits()

    @property
    def kiosk_id(self) -> str:
        """What hub and desks call this kiosk, in at most 40 letters: its place, then its slot,
        which tells the kiosks of one place apart.
        """
        return f"{self.site.id[:37]}-{self.hub.slot}"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file, which arrives as init values."""
        del settings_cls, dotenv_settings, file_secret_settings
        return env_settings, init_settings


def _nearest(location: tuple[int | str, ...]) -> str:
    table: type[BaseModel] = Settings
    for part in location[:-1]:
        annotation = table.model_fields[str(part)].annotation
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            table = annotation
    near = difflib.get_close_matches(str(location[-1]), table.model_fields, n=1, cutoff=0.4)
    return f"; did you mean '{near[0]}'?" if near else f"; known: {', '.join(table.model_fields)}"


def _sentence(error: Any) -> str:  # noqa: ANN401 - pydantic's ErrorDetails
    where = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        return f"unknown key '{where}'{_nearest(error['loc'])}"
    return f"'{where}': {error['msg']}"


def load(path: Path | None = None) -> Settings:
    """Settings from `path` (or ``$KIOSK_CONFIG``; neither: defaults) and the environment.

    Raises:
        SettingsError: the file is missing, is not TOML, has an unknown key or a bad value.
    """
    if path is None and "KIOSK_CONFIG" in os.environ:
        path = Path(os.environ["KIOSK_CONFIG"])
    values: dict[str, Any] = {}
    source = str(path) if path else "environment"
    if path is not None:
        try:
            values = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise SettingsError(f"{source}: {error.strerror}") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingsError(f"{source}: not valid TOML: {error}") from error
    try:
        return Settings(**values)
    except ValidationError as error:
        problems = "; ".join(_sentence(item) for item in error.errors())
        raise SettingsError(f"{source}: {problems}") from error
