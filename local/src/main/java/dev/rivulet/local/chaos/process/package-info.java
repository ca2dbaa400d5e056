/** The system of a chaos run, and what is special about its processes. */
package dev.rivulet.local.chaos.process;
