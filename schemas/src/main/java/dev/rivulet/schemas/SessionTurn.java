package dev.rivulet.schemas;

/**
 * The name of a turn: its session and its id. Clients may choose both, so turns of several sessions can have one id;
 * whatever is kept for a turn is kept under this name.
 */
public record SessionTurn(SessionId session, TurnId id) {}
