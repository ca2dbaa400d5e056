package dev.rivulet.worker.coordinator.session;

import dev.rivulet.schemas.TurnId;
import java.util.List;

/**
 * A request to forget the session that was carried out: replayed, it must not reach what came after it.
 *
 * @param turns those that ran or waited then; nothing of them is remembered
 */
public record AppliedForget(TurnId request, List<TurnId> turns) {}
