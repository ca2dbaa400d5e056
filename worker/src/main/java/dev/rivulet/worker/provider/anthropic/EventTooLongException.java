package dev.rivulet.worker.provider.anthropic;

import java.io.IOException;

/** An event has more bytes than it may. */
final class EventTooLongException extends IOException {}
