/** The event loop: tasks, timers, and continuing on the loop with results of other threads. */
package dev.rivulet.gateway.loop;
