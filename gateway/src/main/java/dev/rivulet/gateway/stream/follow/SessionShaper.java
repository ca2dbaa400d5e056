package dev.rivulet.gateway.stream.follow;

import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.gateway.stream.EventSink;
import dev.rivulet.gateway.stream.ForwardingSink;
import dev.rivulet.gateway.stream.shape.ReaderOptions;
import dev.rivulet.gateway.stream.shape.Shaper;
import dev.rivulet.schemas.TurnId;

/**
 * Shapes the text of a session's turns as that of a single turn is shaped. Only the current turn's text can be waiting; it
 * is shown before any other event. Belongs to its loop.
 */
public final class SessionShaper extends ForwardingSink<SessionEvent, TurnEvent> {

    private final EventSink<SessionEvent> sink;
    private final Shaper shaper;
    private final Shaped shaped;

    private SessionShaper(EventSink<SessionEvent> sink, Shaper shaper, Shaped shaped) {
        super(shaper);
        this.sink = sink;
        this.shaper = shaper;
        this.shaped = shaped;
    }

    /** Returns a shaper in front of a sink; the sink itself if events are shown as they are. */
    public static EventSink<SessionEvent> inFrontOf(EventSink<SessionEvent> sink, ReaderOptions options, EventLoop loop,
            int maxChars) {
        if (!options.needsShaper()) {
            return sink;
        }
        Shaped shaped = new Shaped(sink);
        return new SessionShaper(sink, options.shaper(shaped, loop, maxChars), shaped);
    }

    @Override
    public boolean event(SessionEvent event) {
        return switch (event) {
            case SessionEvent.OfTurn ofTurn -> {
                shaped.expect(ofTurn);
                yield shaper.event(ofTurn.event());
            }
            case SessionEvent.OfSession ofSession -> {
                shaper.endText(ofSession.offset());
                yield sink.event(ofSession);
            }
        };
    }

    /** Behind the shaper, which knows of one turn only: makes session events of what it shows. */
    private static final class Shaped extends ForwardingSink<TurnEvent, SessionEvent> {

        private SessionEvent.OfTurn newest; // given to the shaper; null before the first
        private TurnId turn; // whose text is being shaped; null before the first

        Shaped(EventSink<SessionEvent> next) {
            super(next);
        }

        void expect(SessionEvent.OfTurn event) {
            newest = event;
            if (event.event() instanceof TurnEvent.Delta) {
                turn = event.turn();
            }
        }

        @Override
        public boolean event(TurnEvent event) {
            boolean asItIs = event == newest.event();
            return next.event(asItIs ? newest : SessionEvent.OfTurn.ofText(turn, event));
        }
    }
}
