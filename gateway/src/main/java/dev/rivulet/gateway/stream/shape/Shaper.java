package dev.rivulet.gateway.stream.shape;

import dev.rivulet.gateway.log.event.ShapedItem;
import dev.rivulet.gateway.log.event.ShapedSnapshot;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.log.event.TurnRecord;
import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.gateway.stream.EventSink;
import dev.rivulet.gateway.stream.ForwardingSink;

/**
 * Gives a turn's text the form of a {@link Shaping}; what is no text is shown as it is. Pending text is shown before
 * any other event; that of a superseded attempt is dropped, unless the next one continues it. Belongs to its loop.
 */
public final class Shaper extends ForwardingSink<TurnEvent, TurnEvent> {

    private final Shaping shaping;
    private final LastSeen lastSeen;
    private final int maxBytes;
    private final Chunker chunker;
    private final Throttle throttle;
    private RuntimeException timerFault; // thrown by the next call, which can handle it; null if there is none

    /**
     * @param lastSeen what the reader has seen. With {@link Granularity#JSON} this sink is given all events of the
     *     attempt again, otherwise only those after it
     * @param maxBytes how much text may be held back. Without a bound the throttle would hold back all of a replay, and
     *     a granularity all of a text that has no end of a unit
     */
    Shaper(EventSink<TurnEvent> next, Shaping shaping, LastSeen lastSeen, EventLoop loop, int maxBytes) {
        super(next);
        this.shaping = shaping;
        this.lastSeen = lastSeen;
        this.maxBytes = maxBytes;
        this.chunker = shaping.granularity().chunker(lastSeen, maxBytes);
        this.throttle = new Throttle(loop, shaping.throttle(), this::onTimer);
    }

    @Override
    public boolean event(TurnEvent event) {
        throwTimerFault();
        return switch (event) {
            case TurnRecord.Started started -> {
                if (started.continued().isEmpty()) {
                    yield startText(started);
                }
                chunker.continueAfter(started.offset(), next::event);
                yield show(started);
            }
            case ShapedSnapshot snapshot -> startText(snapshot);
            case TurnEvent.Delta delta -> {
                if (shaping.isNone() && !chunker.expectsSeenText()) {
                    yield next.event(delta);
                }
                chunker.add(delta.offset(), delta.data());
                showIfDue();
                yield true;
            }
            case TurnEvent.Other other -> {
                endText(other.offset());
                yield show(other);
            }
            case ShapedItem item -> {
                endText(item.offset());
                yield next.event(item);
            }
            case TurnEvent.End end -> {
                endText(end.offset());
                yield next.event(end);
            }
        };
    }

    /**
     * Shows all pending text, since another event follows.
     *
     * @param offset the offset of that event; the next text follows it
     */
    public void endText(long offset) {
        chunker.takeRest(next::event);
        chunker.restart(offset);
    }

    private boolean startText(TurnEvent start) {
        chunker.restart(start.offset());
        return show(start);
    }

    private boolean show(TurnEvent event) {
        return lastSeen.covers(event.offset()) || next.event(event);
    }

    @Override
    public void caughtUp() {
        throwTimerFault();
        showIfDue();
        next.flush();
        next.caughtUp();
    }

    @Override
    public void release() {
        throttle.cancel();
        next.release();
    }

    private void showIfDue() {
        if (chunker.isReady() && (throttle.isOpen() || chunker.held() >= maxBytes)) {
            chunker.takeReady(next::event);
            throttle.close();
        }
    }

    /** If the reader is full, the pending text is shown when it has caught up. */
    private void onTimer() {
        try {
            if (!next.full()) {
                showIfDue();
                next.flush();
            }
        } catch (RuntimeException fault) {
            timerFault = fault;
        }
    }

    private void throwTimerFault() {
        if (timerFault != null) {
            throw timerFault;
        }
    }
}
