"""A network that can be pulled: before the request leaves, or before its reply arrives."""

import httpx


class Cable(httpx.BaseTransport):
    """`posted` are the appends that left, whether or not their reply arrived."""

    def __init__(self) -> None:
        self._network = httpx.HTTPTransport(verify=False)
        self.lose_requests = False
        self.lose_replies_to = ""
        self.lose_replies_under = ""
        self.posted: list[bytes] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if self.lose_requests:
            raise httpx.ConnectError("the cable is pulled")
        if request.method == "POST" and request.url.path.endswith("/events"):
            self.posted.append(request.read())
        answer = self._network.handle_request(request)
        if request.method == self.lose_replies_to and self._is_under(request.url.path):
            answer.close()
            raise httpx.ReadError("the cable is pulled")
        return answer

    def _is_under(self, path: str) -> bool:
        return path.endswith(self.lose_replies_under)

    def close(self) -> None:
        self._network.close()
