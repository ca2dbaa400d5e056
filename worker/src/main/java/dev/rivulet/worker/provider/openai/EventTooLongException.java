package dev.rivulet.worker.provider.openai;

/** A provider's event has more bytes than it may. */
final class EventTooLongException extends RuntimeException {}
