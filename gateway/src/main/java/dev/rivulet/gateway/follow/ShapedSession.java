package dev.rivulet.gateway.follow;

import dev.rivulet.gateway.event.ShownEvent;
import dev.rivulet.gateway.event.ShownType;
import dev.rivulet.gateway.relay.Loop;
import dev.rivulet.gateway.shape.View;
import dev.rivulet.gateway.turn.ForwardingSink;
import dev.rivulet.gateway.turn.TurnSink;
import dev.rivulet.schemas.TurnId;

/**
 * Shapes the text of a session's turns as that of a single turn is shaped, and gives what comes of it the form of a
 * session's events. Only the current turn's text can be waiting: what else happens lets it out first. Belongs to its loop.
 */
public final class ShapedSession extends ForwardingSink {

    private final Named named;

    private ShapedSession(TurnSink shaper, Named named) {
        super(shaper);
        this.named = named;
    }

    /** In front of a sink for a session's events; nothing, where they are shown as they are. */
    public static TurnSink inFrontOf(TurnSink sink, View view, Loop loop, int maxChars) {
        Named named = new Named(sink);
        TurnSink shaper = view.inFrontOf(named, loop, maxChars);
        return shaper == named ? sink : new ShapedSession(shaper, named);
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

        Named(TurnSink next) {
            super(next);
        }

        @Override
        public boolean event(ShownEvent event) {
            return next.event(event instanceof SessionEvent asItIs ? asItIs : SessionEvent.ofText(event, turn));
        }
    }
}
