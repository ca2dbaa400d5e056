/** The event loop: tasks, timers, and how results of other threads come back to it. */
package dev.rivulet.gateway.loop;
