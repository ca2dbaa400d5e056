package dev.rivulet.gateway.log.tail;

import dev.rivulet.schemas.SessionTurn;

/** Is told of the ends of turns in the partitions that are read here, whoever reads them. */
public interface TurnEndListener {

    /** Called on the tailer's thread, perhaps more than once for a turn; must not block. */
    void onEnd(SessionTurn turn);
}
