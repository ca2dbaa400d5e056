/** How a process starts and ends. */
package dev.rivulet.runtime;
