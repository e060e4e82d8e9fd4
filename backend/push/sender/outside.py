"""What the engine does beside sending for the channels that lead outside: write down, listen, pass on."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from backend.push.channels.base import Answering
from backend.push.channels.envelope import Envelope
from backend.push.channels.registry import Registry
from backend.push.sender import asking, inbox, messages, taking_back
from backend.push.sender.source import Source


class Outside:
    def __init__(self, channels: Registry, sources: Sequence[Source]) -> None:
        self._answering = [channel for channel in channels if isinstance(channel, Answering)]
        # By name, found once: asked for each message, a channel's kind costs more than its sealing.
        self._names = frozenset(channel.name for channel in self._answering)
        self._sources = sources

    def filenos(self) -> list[int]:
        return [channel.fileno() for channel in self._answering]

    def share(self, senders: int) -> None:
        """A gateway's limit is one, however many senders there are."""
        for channel in self._answering:
            channel.shared_by(senders)

    def close(self) -> None:
        for channel in self._answering:
            channel.close()

    def open(self, session: Session, envelopes: Sequence[Envelope]) -> messages.Opened:
        """Those that stay inside, and of the others those that were not accepted before."""
        leaving = [envelope for envelope in envelopes if envelope.channel in self._names] if self._names else []
        if not leaving:
            return messages.Opened(list(envelopes))
        opened = messages.open_messages(session, leaving)
        opened.fresh[:0] = [envelope for envelope in envelopes if envelope.channel not in self._names]
        return opened

    def listen(self, session: Session) -> bool:
        """Keep what the channels report; whether anything was."""
        heard = False
        for channel in self._answering:
            if reports := channel.reports():
                inbox.put(session, reports)
                session.commit()
                # Only now the gateway hears that it arrived: until then it would say it again.
                channel.kept()
                heard = True
        return heard

    def pass_on(self, session: Session) -> bool:
        """Tell every source what came back; whether there may be more."""
        words = inbox.take(session)
        for source in self._sources:
            if words:
                source.hear(session, words)
        session.commit()
        return words is not None

    def ask_after(self, session: Session) -> None:
        """What became of messages whose gateway says it only then; the answers are heard as reports."""
        for channel in self._answering:
            if asked := asking.to_ask_after(session, channel.name):
                # Committed first: of two senders one asks.
                session.commit()
                channel.ask(asked)

    def take_back(self, session: Session) -> None:
        """What waits of orders that were taken back never leaves; what was accepted is recalled."""
        if not self._answering or not taking_back.is_wanted(session, [channel.name for channel in self._answering]):
            return
        for channel in self._answering:
            channel.drop(taking_back.taken_back(session, channel.name))
            recalled = taking_back.to_recall(session, channel.name)
            # Committed first: of two senders one recalls.
            session.commit()
            if recalled:
                channel.recall(recalled)
