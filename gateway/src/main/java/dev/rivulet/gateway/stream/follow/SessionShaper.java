package dev.rivulet.gateway.stream.follow;

import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.gateway.stream.EventSink;
import dev.rivulet.gateway.stream.ForwardingSink;
import dev.rivulet.gateway.stream.shape.ReaderOptions;
import dev.rivulet.gateway.stream.shape.Shaper;
import dev.rivulet.schemas.TurnId;

/**
 * Shapes the text of a session's turns like that of a single turn. Only the current turn can have pending text, which
 * is shown before any other event. Belongs to its loop.
 */
public final class SessionShaper extends ForwardingSink<SessionEvent, TurnEvent> {

    private final EventSink<SessionEvent> sink;
    private final Shaper shaper;
    private final ShapedOutput output;

    private SessionShaper(EventSink<SessionEvent> sink, Shaper shaper, ShapedOutput output) {
        super(shaper);
        this.sink = sink;
        this.shaper = shaper;
        this.output = output;
    }

    /**
     * Returns a sink that shapes events and passes them to another one; that one itself if events are shown unchanged.
     *
     * @param maxBytes the most text that may be held back
     */
    public static EventSink<SessionEvent> wrap(EventSink<SessionEvent> sink, ReaderOptions options, EventLoop loop,
            int maxBytes) {
        if (!options.needsShaper()) {
            return sink;
        }
        ShapedOutput output = new ShapedOutput(sink);
        return new SessionShaper(sink, options.shaper(output, loop, maxBytes), output);
    }

    @Override
    public boolean event(SessionEvent event) {
        return switch (event) {
            case SessionEvent.OfTurn ofTurn -> {
                output.expect(ofTurn);
                yield shaper.event(ofTurn.event());
            }
            case SessionEvent.OfSession ofSession -> {
                shaper.endText(ofSession.offset());
                yield sink.event(ofSession);
            }
        };
    }

    /** Takes what the shaper shows, which is about one turn, and makes session events of it. */
    private static final class ShapedOutput extends ForwardingSink<TurnEvent, SessionEvent> {

        private SessionEvent.OfTurn newest; // the event that the shaper was given last; null before the first
        private TurnId turn; // of the text that is being shaped; null before the first

        ShapedOutput(EventSink<SessionEvent> next) {
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
            boolean unchanged = event == newest.event();
            return next.event(unchanged ? newest : SessionEvent.OfTurn.ofText(turn, event));
        }
    }
}
