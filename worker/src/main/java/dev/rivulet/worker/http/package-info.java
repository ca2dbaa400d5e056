/** The HTTP endpoints of a worker for operators. */
package dev.rivulet.worker.http;
