package dev.rivulet.local.chaos.fault;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/**
 * An endless sequence of faults in an order that the seed decides. Each kind comes once before any comes again, so that
 * a short run has as many kinds as possible.
 */
public final class FaultSchedule implements Iterator<FaultPlan> {

    private final Random random;
    private final List<FaultKind> kinds;
    private final List<FaultKind> round = new ArrayList<>();

    public FaultSchedule(long seed, List<FaultKind> kinds) {
        this.random = new Random(seed);
        this.kinds = List.copyOf(kinds);
    }

    @Override
    public boolean hasNext() {
        return true;
    }

    @Override
    public FaultPlan next() {
        if (round.isEmpty()) {
            round.addAll(kinds);
            Collections.shuffle(round, random);
        }
        return FaultPlan.draw(random, round.removeLast());
    }
}
