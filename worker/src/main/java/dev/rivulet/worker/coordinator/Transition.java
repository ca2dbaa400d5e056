package dev.rivulet.worker.coordinator;

import java.util.List;

/** What one input makes of a session. */
record Transition(Session session, List<Effect> effects) {}
