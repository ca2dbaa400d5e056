/** The records of the topic {@code turn-results}. */
package dev.rivulet.schemas.result;
