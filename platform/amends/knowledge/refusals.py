"""What is not done to an article, and why."""

from __future__ import annotations

from amends.errors import DomainError


class ArticleChanged(DomainError):
    code = "article-changed"
    status = 409
    message = "Somebody else has saved this article meanwhile."
    hint = "What differs stands below. Take over what is to stay, then save again."


class ArticleMoved(DomainError):
    code = "article-moved-on"
    status = 409
    message = "This article is not as it was when you looked: somebody has proposed, approved or retired it."
    hint = "Look at it as it is now."


class OwnArticle(DomainError):
    code = "own-article"
    status = 403
    message = "Nobody approves an article they wrote on."
    hint = "Somebody else who may approve articles has to read it."
