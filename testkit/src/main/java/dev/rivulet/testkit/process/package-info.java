/** Processes that a test, a benchmark or the chaos run starts, waits for, signals and ends. */
package dev.rivulet.testkit.process;
