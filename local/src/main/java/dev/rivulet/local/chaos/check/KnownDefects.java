package dev.rivulet.local.chaos.check;

import java.util.Set;

/**
 * Defects that are known and about to go: counted apart, and no reason to fail. Empty this set, and this class can go too.
 */
final class KnownDefects {

    /** Two workers can run one attempt when one dies between dispatch and the changelog; readers then see both. */
    static final Set<Promise> OF_AN_ATTEMPT_RUN_TWICE = Set.of(Promise.ATTEMPT_RUN_ONCE, Promise.NOTHING_TWICE,
            Promise.NOTHING_LOST, Promise.IN_ORDER);
    /** The terminal of a turn whose worker was lost says seq 0 and length 0, whatever was shown. */
    static final boolean LOST_WORKERS_SAY_NOTHING = true;

    private KnownDefects() {}
}
