"""A configured HTTP gateway as a way out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from amends import clock
from amends.channels.filling import request_of
from amends.channels.http import NoResponse, ask
from amends.channels.judging import judged
from amends.channels.message import Answer, Message, Outcome
from amends.channels.recipe import Recipe
from amends.outbox.reasons import Reason


@dataclass(frozen=True, slots=True)
class HttpGateway:
    recipe: Recipe
    keys: Mapping[str, str]
    allowed: Collection[str] = ()
    """Hosts the operator allows besides public ones."""

    async def send(self, message: Message) -> Answer:
        request = request_of(self.recipe, message, self.keys, at=clock.now())
        try:
            response = await ask(request, allowed=self.allowed)
        except NoResponse as trouble:
            return Answer(Outcome.LATER, trouble.words, Reason.GATEWAY_TROUBLE)
        return judged(self.recipe, message, status=response.status, body=response.body, whole=response.whole)

    def __repr__(self) -> str:
        """Without the keys."""
        return f"HttpGateway({self.recipe.url!r})"
