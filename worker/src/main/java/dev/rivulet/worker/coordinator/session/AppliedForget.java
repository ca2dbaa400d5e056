package dev.rivulet.worker.coordinator.session;

import dev.rivulet.schemas.TurnId;
import java.util.List;

/**
 * A request to forget the session that was carried out. When it is replayed after a crash, it must not reach turns that
 * came after it.
 *
 * @param turns the turns that ran or waited then; nothing of them is remembered
 */
public record AppliedForget(TurnId request, List<TurnId> turns) {}
