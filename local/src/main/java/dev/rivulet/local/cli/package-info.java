/** The commands of {@code ./rivulet}. */
package dev.rivulet.local.cli;
