/** The run whose classes and profiles the JVM keeps, so that later starts are faster. */
package dev.rivulet.local.training;
