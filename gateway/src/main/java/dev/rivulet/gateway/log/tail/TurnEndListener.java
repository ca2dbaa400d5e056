package dev.rivulet.gateway.log.tail;

import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.Usage;
import java.util.function.Supplier;

/** Is told of the ends of turns in the partitions that are read here, whoever reads them. */
public interface TurnEndListener {

    /**
     * Called on the tailer's thread, perhaps more than once for a turn; must not block.
     *
     * @param used returns what the turn has used; null if its end does not say that
     */
    void onEnd(SessionTurn turn, Supplier<Usage> used);
}
