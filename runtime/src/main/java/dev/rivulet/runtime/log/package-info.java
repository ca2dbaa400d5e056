/** What the logging of a process leaves out. */
package dev.rivulet.runtime.log;
