Rem Written by sheetnet: the buttons of its workbooks call a script of the user's while they are open in LibreOffice.
Rem LibreOffice cannot run the macros that stand behind them in the file, which are for Excel and stay as they are. This
Rem is Basic, and not Python as the script, because it runs for every document that is opened: it has to be quick, and
Rem LibreOffice's Python fails where a terminal's virtual environment comes first on the PATH.

Sub opened(event)
    document = event.Source
    If Not document.supportsService("com.sun.star.sheet.SpreadsheetDocument") Then Exit Sub
    modified = document.isModified()
    For i = 0 To document.Sheets.Count - 1
        forms = document.Sheets.getByIndex(i).DrawPage.Forms
        For k = 0 To forms.Count - 1
            form = forms.getByIndex(k)
            For n = 0 To form.Count - 1
                tie(form, n)
            Next
        Next
    Next
    If document.isModified() <> modified Then document.setModified(modified)
End Sub

Sub tie(form, n)
    events = form.getScriptEvents(n)
    tied = False
    For c = LBound(events) To UBound(events)
        task = taskOf(events(c).ScriptCode)
        If task <> "" Then
            one = events(c)
            one.ScriptCode = "vnd.sun.star.script:sheetnet_buttons.py$" & task & "?language=Python&location=user"
            events(c) = one
            tied = True
        End If
    Next
    If tied Then
        form.revokeScriptEvents(n) ' revoking one event leaves it (LibreOffice 7.4)
        form.registerScriptEvents(n, events)
    End If
End Sub

Function taskOf(code)
    ' "train" of "vnd.sun.star.script:VBAProject.Module1.SheetnetTrain?language=Basic&location=document"
    taskOf = ""
    place = "?language=Basic&location=document"
    begins = InStr(code, ".Sheetnet")
    If begins > 0 And Right(code, Len(place)) = place Then
        taskOf = LCase(Mid(code, begins + Len(".Sheetnet"), Len(code) - Len(place) - begins - Len(".Sheetnet") + 1))
    End If
End Function
