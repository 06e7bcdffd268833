"""What gateways are called, and where an administrator finds what their forms ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from web.i18n import mark as _


@dataclass(frozen=True, slots=True)
class Words:
    """Of a preset; `help` are the steps that lead to what is asked for."""

    title: str
    text: str
    icon: str
    key: str = _("Key")
    secret: str = _("Second key, or password")
    key_help: str = _("As the service gave it to you. In address, headers and body it is called {key}.")
    secret_help: str = _(
        "If the service has one. In address, headers and body it is called {secret}; {basic} is both, as HTTP’s basic "
        "sign-in wants them."
    )
    help: tuple[str, ...] = ()


_ADDRESS = _("Address of the robot")
_SIGNATURE = _("Secret of the signature")

WORDS: Mapping[str, Words] = {
    "sms-form": Words(
        _("SMS service with a form interface"),
        _("Services that take name and value pairs, as most in China do."),
        "smartphone",
        help=(
            _("Find the page about sending a single message in your service’s documentation."),
            _(
                "Take its address and the names of its fields over into the form below; the example shows how."
            ),
            _(
                "Have the service allow this server’s network address, and your signature, if it asks for them."
            ),
        ),
    ),
    "sms-json": Words(
        _("SMS service with a JSON interface"),
        _("Services that take JSON, with a key in a header."),
        "smartphone",
        help=(
            _("Find the page about sending a single message in your service’s documentation."),
            _("Take its address, headers and JSON over into the form below; the example shows how."),
        ),
    ),
    "wecom": Words(
        _("WeChat Work robot"),
        _("Writes to a group chat of your staff in WeChat Work."),
        "message-square",
        key=_ADDRESS,
        key_help=_("It begins with https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key="),
        help=(
            _(
                "In the group: open its settings, then “Message push” (“Group robots” in earlier versions), and add one."
            ),
            _("Copy the Webhook address it shows and paste it below."),
        ),
    ),
    "dingtalk": Words(
        _("DingTalk robot"),
        _("Writes to a group of your staff in DingTalk."),
        "message-square",
        key=_ADDRESS,
        key_help=_("It begins with https://oapi.dingtalk.com/robot/send?access_token="),
        secret=_SIGNATURE,
        secret_help=_(
            "It begins with SEC. Leave it empty if the robot goes by keywords or network addresses alone."
        ),
        help=(
            _("In the group: open its settings, then “Robots”, add one of the kind “Custom”."),
            _("Under security choose “Additional signature” and copy the secret it shows."),
            _("Copy the Webhook address it shows at the end and paste both below."),
        ),
    ),
    "feishu": Words(
        _("Feishu robot"),
        _("Writes to a group of your staff in Feishu."),
        "message-square",
        key=_ADDRESS,
        key_help=_("It begins with https://open.feishu.cn/open-apis/bot/v2/hook/"),
        secret=_SIGNATURE,
        secret_help=_("Leave it empty if the robot goes by keywords or network addresses alone."),
        help=(
            _("In the group: open its settings, then “Bots”, and add a custom bot."),
            _("Under security set “Signature verification” and copy the secret it shows."),
            _("Copy the Webhook address and paste both below."),
        ),
    ),
    "chat-json": Words(
        _("Another chat robot"),
        _("Any chat that takes JSON at an address of its own."),
        "message-square",
        help=(
            _("Find the page about incoming webhooks in the chat’s documentation, and take it over below."),
        ),
    ),
}

OUTCOMES: Mapping[str, tuple[str, str, str]] = {
    "taken": (_("taken"), "good", "circle-check"),
    "refused": (_("refused for good"), "bad", "circle-x"),
    "later": (_("not taken now"), "warn", "triangle-alert"),
}
"""Of a test: text, kind and icon of its badge."""

ADVICE: Mapping[str, str] = {
    "taken": _("See whether it has arrived, and how it looks. Then switch the gateway on."),
    "refused": _(
        "The service understood the message and does not want it. Look its answer up in its documentation."
    ),
    "later": _(
        "A notice would be tried again. Compare address, keys and the codes below with the documentation."
    ),
}
