package dev.rivulet.gateway.stream.follow;

import dev.rivulet.gateway.log.event.ShownEvent;
import dev.rivulet.gateway.log.event.ShownType;
import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.gateway.stream.EventSink;
import dev.rivulet.gateway.stream.ForwardingSink;
import dev.rivulet.gateway.stream.shape.ReaderOptions;
import dev.rivulet.schemas.TurnId;

/**
 * Shapes the text of a session's turns as that of a single turn is shaped, and gives what comes of it the form of a
 * session's events. Only the current turn's text can be waiting: what else happens lets it out first. Belongs to its loop.
 */
public final class SessionShaper extends ForwardingSink {

    private final Named named;

    private SessionShaper(EventSink shaper, Named named) {
        super(shaper);
        this.named = named;
    }

    /** In front of a sink for a session's events; nothing, where they are shown as they are. */
    public static EventSink inFrontOf(EventSink sink, ReaderOptions view, EventLoop loop, int maxChars) {
        Named named = new Named(sink);
        EventSink shaper = view.inFrontOf(named, loop, maxChars);
        return shaper == named ? sink : new SessionShaper(shaper, named);
    }

    @Override
    public boolean event(ShownEvent event) {
        if (event.shownType() == ShownType.DELTA) {
            named.turn = ((SessionEvent) event).turn();
        }
        return next.event(event);
    }

    /** Behind the shaper, which knows nothing of turns. */
    private static final class Named extends ForwardingSink {

        private TurnId turn; // whose text is being shaped; null before the first

        Named(EventSink next) {
            super(next);
        }

        @Override
        public boolean event(ShownEvent event) {
            return next.event(event instanceof SessionEvent asItIs ? asItIs : SessionEvent.ofText(event, turn));
        }
    }
}
