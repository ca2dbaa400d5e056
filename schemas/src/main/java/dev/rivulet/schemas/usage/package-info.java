/** The records of the topic {@code usage}. */
package dev.rivulet.schemas.usage;
