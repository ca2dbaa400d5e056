/** The records of the topic {@code prompt-requests}. */
package dev.rivulet.schemas.command;
