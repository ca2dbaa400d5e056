package dev.rivulet.local.ask;

/**
 * What to ask.
 *
 * @param model null: the installation's default
 * @param system null: none
 */
public record Question(String session, String prompt, String model, String system) {}
