"""What a gateway is begun from: recipes of services many organisations use, and two plain ones to be filled in.

A new one is an entry here and its words in `web.settings.gateway_words`; what an organisation changed of its own stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from amends.channels.recipe import Format, Kind, Recipe, Signing


class Need(StrEnum):
    NEEDED = "needed"
    OPTIONAL = "optional"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Preset:
    kind: Kind
    recipe: Recipe
    key: Need = Need.NEEDED
    secret: Need = Need.NONE
    known: bool = True
    """Somebody else's documented interface: nothing but the keys has to be filled in."""


_TO_A_GROUP = "{subject}\n{link}\n{names}"

PRESETS: Mapping[str, Preset] = MappingProxyType(
    {
        "wecom": Preset(
            Kind.CHAT,
            Recipe(
                url="https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={key}",
                body='{"msgtype": "text", "text": {"content": "{text}", "mentioned_mobile_list": ["{mentions}"]}}',
                text=_TO_A_GROUP,
                longest=600,  # 2,048 bytes
                answer_at="errcode",
                taken=("0",),
                refused=("40008", "40058", "45002"),
                refused_statuses=(),
            ),
        ),
        "dingtalk": Preset(
            Kind.CHAT,
            Recipe(
                url="https://oapi.dingtalk.com/robot/send?access_token={key}",
                body='{"msgtype": "text", "text": {"content": "{text} {at}"}, '
                '"at": {"atMobiles": ["{mentions}"], "isAtAll": false}}',
                signing=Signing.ADDRESS,
                text=_TO_A_GROUP,
                longest=2000,
                answer_at="errcode",
                taken=("0",),
                refused=("430101", "430102", "430103", "430104", "460101"),
                refused_statuses=(),
            ),
            secret=Need.OPTIONAL,
        ),
        "feishu": Preset(
            Kind.CHAT,
            Recipe(
                url="https://open.feishu.cn/open-apis/bot/v2/hook/{key}",
                body='{"msg_type": "text", "content": {"text": "{text}"}}',
                signing=Signing.BODY,
                text=_TO_A_GROUP,
                longest=2000,
                answer_at="code",
                taken=("0",),
                refused=("9499",),
                refused_statuses=(),
            ),
            secret=Need.OPTIONAL,
        ),
        "sms-json": Preset(
            Kind.SMS,
            Recipe(
                url="https://",
                headers=(("Authorization", "Bearer {key}"),),
                body='{"to": "{to}", "text": "{text}", "reference": "{id}"}',
            ),
            key=Need.OPTIONAL,
            secret=Need.OPTIONAL,
            known=False,
        ),
        "sms-form": Preset(
            Kind.SMS,
            Recipe(
                url="https://",
                format=Format.FORM,
                body="apikey={key}\nmobile={to_plain}\ntext={text}",
                answer_at="code",
                taken=("0",),
            ),
            key=Need.OPTIONAL,
            secret=Need.OPTIONAL,
            known=False,
        ),
        "chat-json": Preset(
            Kind.CHAT,
            Recipe(url="https://", body='{"text": "{text}"}', text=_TO_A_GROUP, longest=2000),
            key=Need.OPTIONAL,
            secret=Need.OPTIONAL,
            known=False,
        ),
    }
)
