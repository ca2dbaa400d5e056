package dev.rivulet.gateway.log.event;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.SessionTurn;

/** The events of a partition that a reader wants. */
public sealed interface Selection {

    /** The events of one turn, without those that only followers of its session are shown. */
    record OfTurn(SessionTurn turn) implements Selection {

        /** Leaves out the session: who reads its name in a log could read the session. */
        @Override
        public String toString() {
            return "OfTurn[turn=" + turn.id() + "]";
        }
    }

    /** All events of one session. */
    record OfSession(SessionId session) implements Selection {

        /** Leaves out the session, whose id may name a person: safe for logs. */
        @Override
        public String toString() {
            return "OfSession";
        }
    }
}
