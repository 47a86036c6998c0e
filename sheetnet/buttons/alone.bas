
' Without Python: the workbook's own formulas compute the next state, and copying it over the present one is an update,
' as in the macro of the article. Any mark in the cell "stop" ends it, and so does Esc.
Public Sub LearnWithoutPython()
    Learn CLng(AreaNamed("iterations", "iterations").Value), True
End Sub

Public Sub StepWithoutPython()
    Learn 1, False
End Sub

Public Sub ResetWithoutPython()
    Learn 0, True
End Sub

Private Sub Learn(rounds As Long, anew As Boolean)
    Dim present As Object, following As Object, counter As Object, halt As Object, told As Object
    Dim n As Long, before As Long, every As Long
    Set present = AreaNamed("strip_now", "current")
    Set following = AreaNamed("strip_next", "updated")
    Set counter = AreaNamed("counter", "counter")
    Set halt = AreaNamed("stop", "stop")
    Set told = AreaNamed("agreement", "agreement")
    If Not halt Is Nothing Then halt.Value = ""
    If Not told Is Nothing Then told.Value = ""
    If anew Then present.Value = AreaNamed("strip_initial", "initial").Value
    If anew Then counter.Value = 0
    before = counter.Value
    every = rounds \ 25 + 1
    For n = 1 To rounds
        present.Value = following.Value
        counter.Value = before + n
        If Application.Calculation = -4135 Then Application.Calculate
        If n <= 15 Or n Mod every = 0 Or n = rounds Then
            Application.StatusBar = n & " / " & rounds
            DoEvents
            If Not halt Is Nothing Then
                If halt.Value <> "" Then Exit For
            End If
        End If
    Next n
    Application.StatusBar = False
End Sub

Private Function AreaNamed(one As String, another As String) As Object
    Set AreaNamed = Nothing
    On Error Resume Next
    Set AreaNamed = ThisWorkbook.Names(another).RefersToRange
    Set AreaNamed = ThisWorkbook.Names(one).RefersToRange
End Function
